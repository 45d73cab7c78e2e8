package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.spi.Engine.Purpose;
import io.swiveljdbc.testing.Journal;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What pools and frameworks call before the first statement binds nothing and asks nobody. */
class UnboundConnectionTest {

  private final TwoServers two = new TwoServers();
  private Connection first;
  private Connection connection;
  private Journal journal;
  private int connects;

  @BeforeEach
  void open() throws SQLException {
    first = two.open();
    connection = two.open();
    connects = two.a.connects(Purpose.APPLICATION);
    journal = Journal.begin();
  }

  @AfterEach
  void close() throws SQLException {
    Journal.end();
    connection.close();
    first.close();
    two.close();
  }

  private void assertUnbound() {
    assertThat(journal.calls()).isEmpty();
    assertThat(two.a.connects(Purpose.APPLICATION)).isEqualTo(connects);
    assertThat(two.b.connects(Purpose.APPLICATION)).isZero();
  }

  @Test
  void a_pool_creates_borrows_validates_and_resets_it() throws Exception {
    assertThat(connection.getNetworkTimeout()).isZero();
    connection.setNetworkTimeout(Runnable::run, 5000);
    assertThat(connection.isReadOnly()).isFalse();
    connection.setReadOnly(false);
    assertThat(connection.getAutoCommit()).isTrue();
    connection.setAutoCommit(false);
    assertThat(connection.isValid(5)).isTrue();
    assertThat(connection.isValid(0)).isTrue();
    assertThat(connection.getTransactionIsolation())
        .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    connection.setCatalog("shop");
    connection.setSchema("tenant");
    assertThat(connection.getHoldability()).isEqualTo(ResultSet.CLOSE_CURSORS_AT_COMMIT);
    connection.rollback();
    assertThat(connection.getAutoCommit()).isFalse();
    assertThat(connection.isClosed()).isFalse();
    connection.setAutoCommit(true);
    connection.setNetworkTimeout(Runnable::run, 0);
    assertThat((Object) connection.getWarnings()).isNull();
    connection.clearWarnings();
    connection.close();
    assertUnbound();
  }

  @Test
  void a_framework_begins_and_ends_a_transaction_that_does_nothing() throws Exception {
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
    connection.commit();
    connection.rollback();
    connection.setAutoCommit(true);
    connection.setReadOnly(false);
    assertUnbound();
  }

  @Test
  void settings_are_kept_and_read_back() throws Exception {
    connection.setSchema("tenant");
    connection.setCatalog("other");
    connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
    connection.setTypeMap(Map.of("t", String.class));
    connection.setClientInfo("ApplicationName", "test");
    Properties more = new Properties();
    more.setProperty("ClientUser", "me");

    assertThat(connection.getSchema()).isEqualTo("tenant");
    assertThat(connection.getCatalog()).isEqualTo("other");
    assertThat(connection.getHoldability()).isEqualTo(ResultSet.HOLD_CURSORS_OVER_COMMIT);
    assertThat(connection.getTypeMap()).containsEntry("t", String.class);
    assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("test");
    connection.setClientInfo(more);
    assertThat(connection.getClientInfo()).isEqualTo(more);
    assertUnbound();
  }

  @Test
  void what_was_set_is_told_to_each_physical_connection_and_to_the_next_writers() throws Exception {
    connection.setSchema("tenant");
    connection.setCatalog("other");
    connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
    connection.setTypeMap(Map.of("t", String.class));
    connection.setClientInfo("ApplicationName", "test");
    connection.setNetworkTimeout(Runnable::run, 5000);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);

    assertToldBefore("INSERT 1");
    connection.setReadOnly(true);
    assertToldBefore("SELECT 1");
    connection.setReadOnly(false);
    two.failOver();
    two.awaitUnfit(two.a);
    assertToldBefore("INSERT 2");
  }

  private void assertToldBefore(String text) throws SQLException {
    journal.clear();
    connection.createStatement().execute(text);
    assertThat(journal.calls())
        .extracting(Object::toString)
        .contains(
            "setSchema[tenant]",
            "setCatalog[other]",
            "setHoldability[" + ResultSet.HOLD_CURSORS_OVER_COMMIT + "]",
            "setTypeMap[{t=class java.lang.String}]",
            "setClientInfo[ApplicationName, test]",
            "setTransactionIsolation[" + Connection.TRANSACTION_REPEATABLE_READ + "]")
        .anySatisfy(call -> assertThat(call).matches("setNetworkTimeout\\[.*, 5000]"));
  }

  @Test
  void statements_are_made_and_told_how_to_execute() throws Exception {
    Statement plain = connection.createStatement();
    PreparedStatement prepared =
        connection.prepareStatement("SELECT ?", ResultSet.TYPE_FORWARD_ONLY, 1007);
    prepared.setQueryTimeout(4);
    prepared.setFetchSize(10);
    prepared.setMaxRows(5);
    prepared.setInt(1, 42);
    prepared.clearParameters();
    prepared.addBatch();
    prepared.clearBatch();
    connection.prepareStatement("INSERT", Statement.RETURN_GENERATED_KEYS).close();
    connection.prepareCall("CALL p()").cancel();

    assertThat(prepared.getQueryTimeout()).isEqualTo(4);
    assertThat(prepared.getFetchSize()).isEqualTo(10);
    assertThat(prepared.getMaxRows()).isEqualTo(5);
    assertThat(prepared.isPoolable()).isTrue();
    assertThat(plain.isPoolable()).isFalse();
    assertThat(plain.getConnection()).isSameAs(connection);
    assertThat(plain.getResultSet()).isNull();
    assertThat(plain.getUpdateCount()).isEqualTo(-1);
    assertThat(plain.getMoreResults()).isFalse();
    assertThat(plain.executeBatch()).isEmpty();
    assertThat(plain.isClosed()).isFalse();
    plain.close();
    assertThat(plain.isClosed()).isTrue();
    assertUnbound();
  }

  @Test
  void metadata_by_which_frameworks_decide_is_answered() throws Exception {
    DatabaseMetaData metadata = connection.getMetaData();

    assertThat(metadata.getDatabaseProductName()).isEqualTo("getDatabaseProductName");
    assertThat(metadata.getDriverName()).isEqualTo("getDriverName");
    assertThat(metadata.getDriverMajorVersion()).isEqualTo(42);
    assertThat(metadata.getDriverMinorVersion()).isEqualTo(7);
    assertThat(metadata.getURL()).isEqualTo("jdbc:fake://a:5432/shop");
    assertThat(metadata.getUserName()).isEqualTo("shop");
    assertThat(metadata.getConnection()).isSameAs(connection);
    metadata.supportsSavepoints();
    metadata.supportsGetGeneratedKeys();
    metadata.storesLowerCaseIdentifiers();
    metadata.getIdentifierQuoteString();
    assertUnbound();
  }

  @Test
  void it_is_a_SwivelConnection_that_knows_its_cluster() throws Exception {
    SwivelConnection swivel = connection.unwrap(SwivelConnection.class);

    assertThat(swivel).isSameAs(connection);
    assertThat(swivel.isWrapperFor(SwivelConnection.class)).isTrue();
    assertThat(swivel.currentServer()).isEmpty();
    assertThat(swivel.topology().servers()).hasSize(2);
    assertUnbound();
  }

  @Test
  void after_close_everything_but_the_way_out_is_refused() throws Exception {
    connection.close();
    connection.close();

    assertThat(connection.isClosed()).isTrue();
    assertThat(connection.isValid(1)).isFalse();
    for (ThrowingCallable call :
        new ThrowingCallable[] {
          connection::createStatement,
          connection::commit,
          connection::rollback,
          connection::getMetaData,
          connection::getSchema,
          connection::getWarnings,
          () -> connection.setAutoCommit(true),
          () -> connection.setReadOnly(false),
          () -> connection.createArrayOf("int", new Object[0])
        }) {
      assertThatThrownBy(call).hasFieldOrPropertyWithValue("SQLState", "08003");
    }
    assertUnbound();
  }
}
