package io.swiveljdbc.testkit;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where what was fetched once is kept, for all builds of this user. Root's servers run as another
 * user, who could not enter root's home: root has the machine's cache directory instead.
 */
final class Cache {
  static final String VARIABLE = "SWIVEL_TESTKIT_CACHE";
  private static final String NAME = "swivel-testkit";

  private Cache() {}

  static Path directory(Map<String, String> environment, ServerAccount account) {
    @Nullable String chosen = environment.get(VARIABLE);
    if (chosen != null) {
      return Path.of(chosen).toAbsolutePath();
    }
    if (account.unprivileged()) {
      return Path.of("/var/cache", NAME);
    }
    String caches = environment.get("XDG_CACHE_HOME");
    return caches != null && caches.startsWith("/")
        ? Path.of(caches, NAME)
        : Path.of(System.getProperty("user.home"), ".cache", NAME);
  }
}
