package io.swiveljdbc.mysql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What trust stores hold. Connector/J reads its store for each connection, and that can take longer
 * than the rest of the login: a key is derived from its password, a cloud's has a hundred
 * certificates. Here each is read again only when its file has changed.
 */
final class TrustStores {

  private final Map<TrustStore, Kept> kept = new ConcurrentHashMap<>();

  /**
   * What was read of a store.
   *
   * @param modified when its file was changed last
   * @param size of its file
   * @param until when one of its certificates ends
   * @param trust null where Connector/J trusts more
   */
  private record Kept(FileTime modified, long size, Instant until, @Nullable TrustManager trust) {

    boolean isOf(FileTime modifiedNow, long sizeNow) {
      return modified.equals(modifiedNow) && size == sizeNow && Instant.now().isBefore(until);
    }

    Kept without() {
      return new Kept(modified, size, until, null);
    }
  }

  /**
   * Tells whom the store trusts.
   *
   * @return null where that is left to Connector/J, a store that cannot be read for instance
   */
  @Nullable TrustManager trust(TrustStore store) {
    try {
      FileTime modified = Files.getLastModifiedTime(store.file());
      long size = Files.size(store.file());
      @Nullable Kept before = kept.get(store);
      if (before != null && before.isOf(modified, size)) {
        return before.trust;
      }
      TrustStore.Content content = store.read();
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(content.certificates());
      TrustManager trust = factory.getTrustManagers()[0];
      kept.put(store, new Kept(modified, size, content.until(), trust));
      return trust;
    } catch (IOException | GeneralSecurityException e) {
      kept.remove(store);
      return null;
    }
  }

  /** Leaves this store to Connector/J, until it changes: it trusted a server that was refused. */
  void leave(TrustStore store) {
    kept.computeIfPresent(store, (s, read) -> read.without());
  }
}
