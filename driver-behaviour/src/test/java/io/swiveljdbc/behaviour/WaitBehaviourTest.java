package io.swiveljdbc.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ends a wait for a server that says nothing: nothing was sent. */
class WaitBehaviourTest extends OnEveryCluster {

  private static final String QUERY = "SELECT count(*) FROM t";

  private Connection connection;
  private Statement statement;
  private volatile Thread waiter = Thread.currentThread();

  @BeforeEach
  void theWriterSaysNothing() throws SQLException {
    connection = connect();
    statement = connection.createStatement();
    cluster.cutOff(cluster.writer());
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private interface Call {
    Object on(Connection connection) throws SQLException;
  }

  /**
   * The state of what the call threw, or what it returned; and whether its thread is interrupted.
   */
  private CompletableFuture<String> waiting(Call call) {
    CompletableFuture<String> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              waiter = Thread.currentThread();
              String result = answer(call);
              return result + (Thread.interrupted() ? ", interrupted" : "");
            },
            task -> new Thread(task).start());
    awaitWaiting(waiting);
    return waiting;
  }

  private String answer(Call call) {
    try {
      return String.valueOf(call.on(connection));
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  private void awaitWaiting(CompletableFuture<String> waiting) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!waiting.isDone() && !waits(waiter)) {
      assertThat(System.nanoTime()).as("it waits").isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** In a read of a socket, or for news of the cluster. */
  private static boolean waits(Thread thread) {
    boolean parked = thread.getState() == Thread.State.TIMED_WAITING;
    for (StackTraceElement frame : thread.getStackTrace()) {
      String type = frame.getClassName();
      if (type.equals("io.swiveljdbc.spi.WiredInput")
          || (parked && type.startsWith("io.swiveljdbc.cluster."))) {
        return true;
      }
    }
    return false;
  }

  private static String end(CompletableFuture<String> waiting) throws Exception {
    return waiting.get(10, TimeUnit.SECONDS);
  }

  private void goesOn() throws SQLException {
    cluster.reconnect(cluster.writer());
    assertThat(connection.isClosed()).isFalse();
    assertThat(Sql.number(connection, QUERY)).isZero();
  }

  @Test
  void theQueryTimeout() throws SQLException {
    statement.setQueryTimeout(1);
    Thrown.by(() -> statement.executeQuery(QUERY)).withState("57014").as(SQLTimeoutException.class);
    goesOn();
  }

  @Test
  void cancel() throws Exception {
    CompletableFuture<String> waiting = waiting(c -> statement.executeQuery(QUERY));
    statement.cancel();
    assertThat(end(waiting)).isEqualTo("57014");
    goesOn();
  }

  @Test
  void theNetworkTimeout() throws SQLException {
    connection.setNetworkTimeout(Runnable::run, 50);
    Thrown.by(() -> statement.executeQuery(QUERY)).withState("08006");
    assertThat(connection.isClosed()).isTrue();
  }

  @Test
  void anInterrupt() throws Exception {
    CompletableFuture<String> waiting = waiting(c -> statement.executeQuery(QUERY));
    waiter.interrupt();
    assertThat(end(waiting)).isEqualTo("08001, interrupted");
    goesOn();
  }

  @Test
  void anInterruptOfAValidation() throws Exception {
    cluster.reconnect(cluster.writer());
    Sql.number(connection, QUERY);
    cluster.cutOff(cluster.writer());
    CompletableFuture<String> waiting = waiting(c -> c.isValid(20));
    waiter.interrupt();
    assertThat(end(waiting)).isEqualTo("false, interrupted");
  }

  @Test
  void closeByAnotherThread() throws Exception {
    CompletableFuture<String> waiting = waiting(c -> statement.executeQuery(QUERY));
    connection.close();
    assertThat(end(waiting)).isEqualTo("08003");
  }

  @Test
  void abortByAnotherThread() throws Exception {
    CompletableFuture<String> waiting = waiting(c -> statement.executeQuery(QUERY));
    connection.abort(Runnable::run);
    assertThat(end(waiting)).isEqualTo("08003");
  }

  /** As with the driver alone, and told by it. */
  @Test
  void abortEndsAStatementOnItsWayToo() throws Exception {
    cluster.reconnect(cluster.writer());
    String slow = kind.dialect().slowRead().formatted("60");
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(() -> Thrown.by(() -> statement.executeQuery(slow)));
    awaitRunning(cluster.writer(), slow);
    connection.abort(Runnable::run);
    waiting.get(10, TimeUnit.SECONDS);
    assertThat(connection.isClosed()).isTrue();
  }
}
