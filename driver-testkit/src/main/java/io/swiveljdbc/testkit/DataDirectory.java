package io.swiveljdbc.testkit;

import java.nio.file.Path;
import java.util.Set;

/** Files on a server's machine, above all its data while it is down. */
interface DataDirectory {
  /** Where it is for programs on that machine. */
  Path path();

  /**
   * Replaces the content by that of another directory, which a server may be changing.
   *
   * @param without what is left out: names, or {@code name/*} for all that is in a folder
   */
  void copyFrom(DataDirectory source, Set<String> without);

  void write(String file, String content);

  void append(String file, String content);

  byte[] read(String file);

  boolean has(String file);

  void delete(String file);

  void makeDirectory(String name);
}
