package io.swiveljdbc;

import io.swiveljdbc.option.Nearest;
import io.swiveljdbc.spi.Engine;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engines on the class path, by kind. */
final class Engines {

  private static final Logger LOG = LoggerFactory.getLogger(Engines.class);

  private Engines() {}

  /** Loaded when the first URL is seen, not when the driver is registered. */
  private static final class Holder {
    static final Map<String, Engine> ENGINES = load();

    private static Map<String, Engine> load() {
      Map<String, Engine> engines = new LinkedHashMap<>();
      var found = ServiceLoader.load(Engine.class, Engines.class.getClassLoader()).iterator();
      while (true) {
        try {
          if (!found.hasNext()) {
            return engines;
          }
          Engine engine = found.next();
          engines.put(engine.kind(), engine);
          engine.furtherKinds().forEach(kind -> engines.put(kind, engine));
        } catch (ServiceConfigurationError e) {
          LOG.warn("an engine of Swivel cannot be loaded", e);
        }
      }
    }
  }

  static Optional<Engine> of(String kind) {
    return Optional.ofNullable(Holder.ENGINES.get(kind));
  }

  /** What is wrong with a URL of an unknown kind, and what to write or to add instead. */
  static SQLException unknown(String kind) {
    Map<String, Engine> known = Holder.ENGINES;
    String cure =
        known.isEmpty()
            ? "no engine is on the class path; add the one of your database, such as"
                + " io.swiveljdbc:swivel-<database>"
            : "did you mean jdbc:swivel:%s:? Here are engines for %s"
                .formatted(Nearest.to(kind, known.keySet()), String.join(", ", known.keySet()));
    return new SQLException(
        "There is no engine for the database kind '%s' of jdbc:swivel:%s: %s"
            .formatted(kind, kind, cure),
        "08001");
  }
}
