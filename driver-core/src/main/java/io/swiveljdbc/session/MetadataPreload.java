package io.swiveljdbc.session;

import io.swiveljdbc.spi.Target;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Learns, with a login's first connection, the constants that frameworks ask for before they
 * execute anything, so that they cost no round trip and bind nothing later.
 */
final class MetadataPreload {

  /** The constants that drivers know without asking a server. */
  private static final List<String> WITHOUT_ROUND_TRIP =
      List.of(
          "SUPPORTS_", "STORES_", "DATABASE_", "DRIVER_", "JDBC_", "NULLS_", "IDENTIFIER_QUOTE");

  private MetadataPreload() {}

  static void into(SharedFacts facts, Target target, PhysicalConnection connection)
      throws SQLException {
    DatabaseMetaData metadata = connection.driverConnection().getMetaData();
    for (MetadataConstant constant : MetadataConstant.values()) {
      if (WITHOUT_ROUND_TRIP.stream().anyMatch(constant.name()::startsWith)) {
        @Nullable Object value = constant.of(metadata);
        if (value != null) {
          facts.learn(target, constant, value);
        }
      }
    }
  }
}
