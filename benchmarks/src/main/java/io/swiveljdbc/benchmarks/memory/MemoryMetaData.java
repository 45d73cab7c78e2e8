package io.swiveljdbc.benchmarks.memory;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.RowIdLifetime;
import java.sql.SQLException;

/** Supports nothing and says so. */
final class MemoryMetaData extends ForwardingDatabaseMetaData {

  private final Connection connection;

  MemoryMetaData(Connection connection) {
    this.connection = connection;
  }

  @Override
  public Connection getConnection() {
    return connection;
  }

  /** Of the type that the constant has, which its name tells. */
  @Override
  Object constant(MetadataConstant constant) {
    String name = constant.name();
    if (name.endsWith("_MAJOR_VERSION") || name.endsWith("_MINOR_VERSION")) {
      return 1;
    }
    if (name.endsWith("_NAME") || name.endsWith("_VERSION") || name.endsWith("_STRING")) {
      return "memory";
    }
    return false;
  }

  @Override
  public int getDriverMajorVersion() {
    return 1;
  }

  @Override
  public int getDriverMinorVersion() {
    return 0;
  }

  @Override
  public RowIdLifetime getRowIdLifetime() throws SQLException {
    return RowIdLifetime.ROWID_UNSUPPORTED;
  }

  @Override
  Connection wrap(Connection target) {
    return target;
  }

  @Override
  ResultSet wrap(ResultSet target) {
    return target;
  }
}
