package io.swiveljdbc.testkit;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A folder in the {@link Cache} that is made once for all builds of this user. */
final class KeptFolder {
  private KeptFolder() {}

  /** What makes the content. */
  interface Content {
    void putInto(Path folder) throws IOException;
  }

  /** Made beside its final place and moved there whole; of several at a time, one wins. */
  static Path of(Path kept, Content content) throws IOException {
    if (Files.exists(kept)) {
      return kept;
    }
    Files.createDirectories(kept.getParent());
    Path making = Files.createTempDirectory(kept.getParent(), kept.getFileName() + "-making-");
    try {
      content.putInto(making);
      Files.move(making, kept, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // The move fails when another was faster.
      if (!Files.exists(kept)) {
        throw e;
      }
    } finally {
      Workspace.delete(making);
    }
    return kept;
  }
}
