package io.swiveljdbc.session;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Wrapper;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The generated classes, each with the least that makes it concrete, over a recording driver. */
final class Forwarded {

  private Forwarded() {}

  static final Map<Class<? extends Wrapper>, Function<RecordingDriver, JdbcObject<?>>> ALL =
      Map.of(
          Connection.class, OfConnection::new,
          Statement.class, OfStatement::new,
          PreparedStatement.class, OfPreparedStatement::new,
          CallableStatement.class, OfCallableStatement::new,
          ResultSet.class, OfResultSet::new,
          DatabaseMetaData.class, OfDatabaseMetaData::new);

  static final class OfConnection extends ForwardingConnection {
    private final RecordingDriver driver;

    private final @Nullable Connection own;

    OfConnection(RecordingDriver driver) {
      this(driver, null);
    }

    /** Over this object of a driver rather than one that records. */
    OfConnection(RecordingDriver driver, @Nullable Connection own) {
      this.driver = driver;
      this.own = own;
    }

    @Override
    Connection delegate() throws SQLException {
      return own != null ? own : driver.reach(Connection.class);
    }

    @Override
    SQLException translate(SQLException error) {
      return RecordingDriver.translate(error);
    }

    @Override
    Statement wrap(Statement target) {
      return driver.wrap(Statement.class, target);
    }

    @Override
    PreparedStatement wrap(PreparedStatement target) {
      return driver.wrap(PreparedStatement.class, target);
    }

    @Override
    CallableStatement wrap(CallableStatement target) {
      return driver.wrap(CallableStatement.class, target);
    }

    @Override
    DatabaseMetaData wrap(DatabaseMetaData target) {
      return driver.wrap(DatabaseMetaData.class, target);
    }

    @Override
    public void setClientInfo(String name, String value) {}

    @Override
    public void setClientInfo(Properties properties) {}
  }

  static final class OfStatement extends ForwardingStatement<Statement> {
    private final RecordingDriver driver;

    OfStatement(RecordingDriver driver) {
      this.driver = driver;
    }

    @Override
    Statement delegate() throws SQLException {
      return driver.reach(Statement.class);
    }

    @Override
    SQLException translate(SQLException error) {
      return RecordingDriver.translate(error);
    }

    @Override
    Connection wrap(Connection target) {
      return driver.wrap(Connection.class, target);
    }

    @Override
    ResultSet wrap(ResultSet target) {
      return driver.wrap(ResultSet.class, target);
    }
  }

  static final class OfPreparedStatement extends ForwardingPreparedStatement<PreparedStatement> {
    final Parameters parameters = new Parameters();
    private final RecordingDriver driver;

    OfPreparedStatement(RecordingDriver driver) {
      this.driver = driver;
    }

    @Override
    PreparedStatement delegate() throws SQLException {
      return driver.reach(PreparedStatement.class);
    }

    @Override
    PreparedStatement current() {
      return driver.unreachable == null ? driver.object(PreparedStatement.class) : null;
    }

    @Override
    Parameters parameters() {
      return parameters;
    }

    @Override
    SQLException translate(SQLException error) {
      return RecordingDriver.translate(error);
    }

    @Override
    Connection wrap(Connection target) {
      return driver.wrap(Connection.class, target);
    }

    @Override
    ResultSet wrap(ResultSet target) {
      return driver.wrap(ResultSet.class, target);
    }
  }

  static final class OfCallableStatement extends ForwardingCallableStatement {
    final Parameters parameters = new Parameters();
    final NamedCalls calls = new NamedCalls();
    private final RecordingDriver driver;

    OfCallableStatement(RecordingDriver driver) {
      this.driver = driver;
    }

    @Override
    CallableStatement delegate() throws SQLException {
      return driver.reach(CallableStatement.class);
    }

    @Override
    CallableStatement current() {
      return driver.unreachable == null ? driver.object(CallableStatement.class) : null;
    }

    @Override
    Parameters parameters() {
      return parameters;
    }

    @Override
    NamedCalls calls() {
      return calls;
    }

    @Override
    SQLException translate(SQLException error) {
      return RecordingDriver.translate(error);
    }

    @Override
    Connection wrap(Connection target) {
      return driver.wrap(Connection.class, target);
    }

    @Override
    ResultSet wrap(ResultSet target) {
      return driver.wrap(ResultSet.class, target);
    }
  }

  static final class OfResultSet extends ForwardingResultSet {
    private final RecordingDriver driver;

    OfResultSet(RecordingDriver driver) {
      this.driver = driver;
    }

    @Override
    ResultSet delegate() throws SQLException {
      return driver.reach(ResultSet.class);
    }

    @Override
    SQLException translate(SQLException error) {
      return RecordingDriver.translate(error);
    }

    @Override
    Statement wrap(Statement target) {
      return driver.wrap(Statement.class, target);
    }
  }

  static final class OfDatabaseMetaData extends ForwardingDatabaseMetaData {
    private final RecordingDriver driver;

    OfDatabaseMetaData(RecordingDriver driver) {
      this.driver = driver;
    }

    @Override
    DatabaseMetaData delegate() throws SQLException {
      return driver.reach(DatabaseMetaData.class);
    }

    @Override
    SQLException translate(SQLException error) {
      return RecordingDriver.translate(error);
    }

    @Override
    Connection wrap(Connection target) {
      return driver.wrap(Connection.class, target);
    }

    @Override
    ResultSet wrap(ResultSet target) {
      return driver.wrap(ResultSet.class, target);
    }

    @Override
    public int getDriverMajorVersion() {
      return 0;
    }

    @Override
    public int getDriverMinorVersion() {
      return 0;
    }
  }
}
