package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swiveljdbc.session.RecordingDriver.Call;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JdbcObjectTest {

  private interface DriverConnection extends Connection {}

  private final RecordingDriver driver = new RecordingDriver();

  private final ForwardingConnection connection = new OfConnection(driver);

  @Test
  void unwraps_to_itself_first_without_a_delegate() throws Exception {
    driver.unreachable = new SQLException("no writer");

    assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
    assertThat(connection.unwrap(ForwardingConnection.class)).isSameAs(connection);
    assertThat(connection.isWrapperFor(Connection.class)).isTrue();
  }

  @Test
  void unwraps_to_the_driver_s_own_object_without_asking_it() throws Exception {
    Connection own = driver.object(DriverConnection.class);
    ForwardingConnection over = over(own);

    assertThat(over.unwrap(DriverConnection.class)).isSameAs(own);
    assertThat(over.unwrap(Proxy.class)).isSameAs(own);
    assertThat(over.isWrapperFor(DriverConnection.class)).isTrue();
    assertThat(driver.calls).isEmpty();
  }

  @Test
  void unwraps_to_what_the_driver_s_object_wraps() throws Exception {
    Callable<?> inner = () -> null;
    ForwardingConnection over = over(wrapperOf(inner));

    assertThat(over.isWrapperFor(Callable.class)).isTrue();
    assertThat(over.unwrap(Callable.class)).isSameAs(inner);
  }

  @Test
  void says_what_it_cannot_be_unwrapped_to() throws Exception {
    driver.answer = false;

    assertThat(connection.isWrapperFor(Callable.class)).isFalse();
    assertThatThrownBy(() -> connection.unwrap(Callable.class))
        .isInstanceOf(SQLException.class)
        .hasMessageStartingWith("Cannot unwrap to java.util.concurrent.Callable: neither ")
        .hasFieldOrPropertyWithValue("SQLState", "HY000");
    assertThat(driver.calls).extracting(Call::method).containsOnly("isWrapperFor");
  }

  @Test
  void translates_the_driver_s_error() {
    driver.error = new SQLException("closed");

    assertThatThrownBy(() -> connection.unwrap(Callable.class)).hasMessage("translated");
    assertThatThrownBy(() -> connection.isWrapperFor(Callable.class)).hasMessage("translated");
  }

  private static Connection wrapperOf(Object inner) {
    return (Connection)
        Proxy.newProxyInstance(
            JdbcObjectTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (self, method, arguments) -> method.getName().equals("unwrap") ? inner : true);
  }

  private static ForwardingConnection over(Connection own) {
    return new OfConnection(new RecordingDriver(), own);
  }

  /** The least that makes the generated class concrete. */
  private static final class OfConnection extends ForwardingConnection {
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
    Array wrap(Array target) {
      return driver.wrap(Array.class, target);
    }

    @Override
    Blob wrap(Blob target) {
      return driver.wrap(Blob.class, target);
    }

    @Override
    Clob wrap(Clob target) {
      return driver.wrap(Clob.class, target);
    }

    @Override
    public void setClientInfo(String name, String value) {}

    @Override
    public void setClientInfo(Properties properties) {}
  }
}
