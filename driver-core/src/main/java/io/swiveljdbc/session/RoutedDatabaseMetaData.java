package io.swiveljdbc.session;

import io.swiveljdbc.spi.Target;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Server;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a logical connection: the target's own words, so that frameworks decide as they
 * do without us. What never changes is asked once for the cluster.
 */
final class RoutedDatabaseMetaData extends ForwardingDatabaseMetaData {

  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");

  private final RoutedConnection connection;
  private @Nullable PhysicalConnection home;

  RoutedDatabaseMetaData(RoutedConnection connection) {
    this.connection = connection;
  }

  private Session session() {
    return connection.session();
  }

  @Override
  DatabaseMetaData delegate() throws SQLException {
    PhysicalConnection bound = session().ready();
    bound.handOut();
    home = bound;
    return bound.driverConnection().getMetaData();
  }

  @Override
  SQLException translate(SQLException error) {
    PhysicalConnection at = home;
    return at == null ? error : session().failover().failedBeside(at, error);
  }

  @Override
  Connection wrap(Connection target) {
    return connection;
  }

  @Override
  public Connection getConnection() {
    return connection;
  }

  @Override
  ResultSet wrap(ResultSet target) {
    PhysicalConnection at = home;
    return at == null ? target : new RoutedResultSet(connection, null, at, target, null);
  }

  @Override
  @Nullable Object constant(MetadataConstant constant) throws SQLException {
    session().checkOpen();
    SharedFacts facts = SharedFacts.of(session().access().cluster());
    Target target = session().access().target();
    Object known = facts.constant(target, constant);
    if (known != null) {
      return known;
    }
    Optional<PhysicalConnection> held = session().held();
    Object asked = held.isPresent() ? ask(held.get(), constant) : super.constant(constant);
    if (asked != null) {
      facts.learn(target, constant, asked);
    }
    return asked;
  }

  private @Nullable Object ask(PhysicalConnection held, MetadataConstant constant)
      throws SQLException {
    try {
      return constant.of(held.driverConnection().getMetaData());
    } catch (SQLException e) {
      throw session().failover().failedBeside(held, e);
    }
  }

  /** The target's URL of the bound server, else of the writer; no user, no password. */
  @Override
  public String getURL() throws SQLException {
    session().checkOpen();
    Optional<HostAddress> bound = session().bound().map(PhysicalConnection::address);
    HostAddress address =
        bound.orElseGet(
            () ->
                connection
                    .topology()
                    .writer()
                    .map(Server::address)
                    .orElse(connection.topology().servers().get(0).address()));
    return session().access().engine().url(session().access().target(), address);
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    return session().readOnly();
  }

  @Override
  public @Nullable String getUserName() throws SQLException {
    session().checkOpen();
    return session().access().target().user();
  }

  @Override
  public int getDriverMajorVersion() {
    return driverVersion(1);
  }

  @Override
  public int getDriverMinorVersion() {
    return driverVersion(2);
  }

  /** A part of the dotted version that stands in a text; these two methods may not fail. */
  private int driverVersion(int part) {
    try {
      Matcher version = VERSION.matcher(String.valueOf(constant(MetadataConstant.DRIVER_VERSION)));
      return version.find() ? Integer.parseInt(version.group(part)) : 0;
    } catch (SQLException | NumberFormatException e) {
      return 0;
    }
  }
}
