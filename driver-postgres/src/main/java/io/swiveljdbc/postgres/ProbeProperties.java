package io.swiveljdbc.postgres;

import java.util.List;
import java.util.Properties;
import org.postgresql.PGProperty;

/** What a probe's session has in place of the application's settings. */
final class ProbeProperties {

  /** Settings for the application's statements, which would change or delay a probe. */
  private static final List<PGProperty> NOT_FOR_PROBES =
      List.of(
          PGProperty.OPTIONS,
          PGProperty.CURRENT_SCHEMA,
          PGProperty.SOCKET_TIMEOUT,
          PGProperty.LOGIN_TIMEOUT,
          PGProperty.CONNECT_TIMEOUT,
          PGProperty.DEFAULT_ROW_FETCH_SIZE,
          PGProperty.READ_ONLY);

  private ProbeProperties() {}

  static void applyTo(Properties properties) {
    NOT_FOR_PROBES.forEach(property -> properties.remove(property.getName()));
    PGProperty.APPLICATION_NAME.set(properties, "swivel-monitor");
  }
}
