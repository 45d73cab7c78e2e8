package io.swiveljdbc.mysql;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What trust stores hold. Connector/J opens its store for each connection, and that can take longer
 * than the rest of the login: a key is derived from its password, a cloud's has a hundred
 * certificates. Here each is opened again only when its file is another.
 */
final class TrustStores {

  private final Map<TrustStore, Kept> kept = new ConcurrentHashMap<>();

  /**
   * What was read of a store.
   *
   * @param file its content
   * @param trust null where Connector/J trusts more
   * @param until when one of its certificates ends
   */
  private record Kept(ByteBuffer file, @Nullable Trust trust, Instant until) {

    boolean isOf(ByteBuffer fileNow) {
      return file.equals(fileNow) && Instant.now().isBefore(until);
    }
  }

  /**
   * Tells whom the store trusts.
   *
   * @return null where that is left to Connector/J, a store that cannot be read for instance
   */
  @Nullable Trust trust(TrustStore store) {
    try {
      byte[] content = Files.readAllBytes(store.file());
      ByteBuffer file = ByteBuffer.wrap(content);
      @Nullable Kept before = kept.get(store);
      if (before != null && before.isOf(file)) {
        return before.trust;
      }
      Trust trust = store.open(content);
      kept.put(store, new Kept(file, trust, trust.until()));
      return trust;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      kept.remove(store); // Connector/J meets the same, and tells it
      return null;
    }
  }

  /** Leaves this store to Connector/J, until it is another: it trusted a server refused here. */
  void leave(TrustStore store, Trust refusing) {
    kept.computeIfPresent(
        store,
        (s, read) -> refusing.equals(read.trust) ? new Kept(read.file, null, read.until) : read);
  }
}
