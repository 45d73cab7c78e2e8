package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.swiveljdbc.testing.Journal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * With inner pools a session serves one logical connection after the other. Whatever an application
 * still has of an earlier one, and whichever of its methods it calls: none reaches the next one.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StaleObjectsTest {

  /** How an application leaves a connection. */
  private enum Leaving {
    TIDY,
    WITH_STATEMENTS_OPEN
  }

  /** Of which thread its late calls are. */
  private enum Caller {
    OPENER {
      @Override
      <T> T call(Work<T> work) throws Exception {
        return work.done();
      }
    },
    ANOTHER {
      @Override
      <T> T call(Work<T> work) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        new Thread(() -> complete(done, work)).start();
        return done.get();
      }
    };

    abstract <T> T call(Work<T> work) throws Exception;

    private static <T> void complete(CompletableFuture<T> result, Work<T> work) {
      try {
        result.complete(work.done());
      } catch (Throwable e) {
        result.completeExceptionally(e);
      }
    }
  }

  private interface Work<T> {
    T done() throws Exception;
  }

  private final LogLevel quiet = new LogLevel(Condition.class, Level.INFO);
  private final TwoServers two = new TwoServers("pool", "true", "pool.maximumPoolSize", "1");
  private final PooledLogin login = two.pooled();
  private final Map<Class<?>, Object> stale = new LinkedHashMap<>();

  /** The first of all has a connection of its own, which proves the login. */
  @BeforeEach
  void openTheFirst() throws SQLException {
    login.open().close();
  }

  @AfterEach
  void close() {
    login.close();
    two.close();
    quiet.close();
  }

  private RoutedConnection open() throws SQLException {
    return (RoutedConnection) login.open();
  }

  private RoutedConnection used(Leaving leaving) throws SQLException {
    RoutedConnection connection = open();
    PreparedStatement prepared = connection.prepareStatement("SELECT 1");
    CallableStatement callable = connection.prepareCall("SELECT 1");
    Statement statement = connection.createStatement();
    prepared.executeQuery();
    callable.executeQuery();
    stale.put(Connection.class, connection);
    stale.put(ResultSet.class, statement.executeQuery("SELECT 1"));
    stale.put(Statement.class, statement);
    stale.put(PreparedStatement.class, prepared);
    stale.put(CallableStatement.class, callable);
    stale.put(DatabaseMetaData.class, connection.getMetaData());
    if (leaving == Leaving.TIDY) {
      callable.close();
      prepared.close();
      statement.close();
    }
    return connection;
  }

  @ParameterizedTest
  @EnumSource
  void theHoldOfATidyOneIsUsedAgainAndNothingReachesIt(Caller caller) throws Exception {
    RoutedConnection one = used(Leaving.TIDY);
    PhysicalConnection hold = one.session().held().orElseThrow();
    assertNothingReachesTheNext(one, caller, hold);
  }

  @ParameterizedTest
  @EnumSource
  void nothingReachesItWhereStatementsWereOpen(Caller caller) throws Exception {
    assertNothingReachesTheNext(used(Leaving.WITH_STATEMENTS_OPEN), caller, null);
  }

  @ParameterizedTest
  @EnumSource
  void nothingReachesItThroughLargeObjects(Caller caller) throws Exception {
    RoutedConnection one = used(Leaving.TIDY);
    try (Statement statement = one.createStatement();
        ResultSet result = statement.executeQuery("SELECT 1")) {
      stale.put(Blob.class, result.getBlob(1));
      stale.put(Clob.class, result.getClob(1));
    }
    assertNothingReachesTheNext(one, caller, null);
  }

  @ParameterizedTest
  @EnumSource
  void nothingReachesItThroughMetadataAndArrays(Caller caller) throws Exception {
    RoutedConnection one = used(Leaving.TIDY);
    try (PreparedStatement statement = one.prepareStatement("SELECT 1");
        ResultSet result = statement.executeQuery()) {
      stale.put(ResultSetMetaData.class, result.getMetaData());
      stale.put(ParameterMetaData.class, statement.getParameterMetaData());
      stale.put(Array.class, result.getArray(1));
    }
    assertNothingReachesTheNext(one, caller, null);
  }

  @ParameterizedTest
  @EnumSource
  void nothingReachesItThroughWhatIsGotAsAnObject(Caller caller) throws Exception {
    RoutedConnection one = used(Leaving.TIDY);
    try (Statement statement = one.createStatement();
        ResultSet result = statement.executeQuery("SELECT 1")) {
      stale.put(Blob.class, result.getObject(1, Blob.class));
      stale.put(Clob.class, result.getObject("c", Clob.class));
      stale.put(Array.class, result.getObject(1, Array.class));
    }
    assertNothingReachesTheNext(one, caller, null);
  }

  /**
   * The session of one serves the next, amid whose transaction all stale objects are used.
   *
   * @param hold what the next has to have too, null for another
   */
  private void assertNothingReachesTheNext(
      RoutedConnection one, Caller caller, PhysicalConnection hold) throws Exception {
    Session session = one.session();
    PhysicalConnection before = session.held().orElseThrow();
    one.close();
    try (RoutedConnection other = open()) {
      assertThat(other.session()).isSameAs(session);
      other.setAutoCommit(false);
      try (Statement statement = other.createStatement()) {
        statement.executeUpdate("INSERT 'mine'");
      }
      PhysicalConnection at = other.session().bound().orElseThrow();
      assertThat(at == before).isEqualTo(hold != null);

      assertThat(caller.call(this::callAll))
          .allMatch(call -> call.on() == ResultSet.class || call.method().equals("isClosed"));

      assertThat(other.session().bound()).containsSame(at);
      assertThat(at.isFree()).isTrue();
      assertThat(at.session().openStatements().areNone()).isTrue();
      assertThat(other.getAutoCommit()).isFalse();
      assertThat(other.isReadOnly()).isFalse();
      other.commit();
    }
    assertThat(two.a.executed()).endsWith("INSERT 'mine'", "COMMIT");
  }

  /** Calls every method, and tells what the driver was called for. */
  private List<Journal.Call> callAll() {
    Journal journal = Journal.begin();
    try {
      stale.forEach((type, object) -> methods(type).forEach(method -> call(object, method)));
    } finally {
      Journal.end();
    }
    return journal.calls();
  }

  private static Stream<Method> methods(Class<?> type) {
    return JdbcMethods.of(type);
  }

  private static void call(Object object, Method method) {
    boolean ofConnection = object instanceof Connection;
    try {
      Object unused = method.invoke(object, Sample.argumentsOf(method));
      if (ofConnection) {
        assertThat(method.getName()).isIn("close", "abort", "isClosed", "isValid");
      }
    } catch (InvocationTargetException e) {
      assertThat(e.getCause()).as("%s", method).isInstanceOf(SQLException.class);
      if (ofConnection) {
        assertThat(((SQLException) e.getCause()).getSQLState())
            .as("%s", method)
            .isIn("08003", "22023", "0A000");
      }
    } catch (IllegalAccessException e) {
      throw new AssertionError(method.toString(), e);
    }
  }
}
