package io.swiveljdbc.benchmarks.outage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One thread of the application, and what it saw. */
final class Worker {
  private final int number;
  private final Engine engine;
  private final DataSource pool;

  /** After each operation, so that the threads do not take the whole machine. */
  private final Duration pause;

  private final Ledger ledger;
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Long callingSince;
  private volatile @Nullable Call lastServed;

  Worker(int number, Engine engine, DataSource pool, Duration pause, Ledger ledger) {
    this.engine = engine;
    this.number = number;
    this.pool = pool;
    this.pause = pause;
    this.ledger = ledger;
  }

  void read() {
    attempt(Operation.read(engine));
    LockSupport.parkNanos(pause.toNanos());
  }

  /** One row; retried once, as applications do, after looking for it where that is needed. */
  void write() {
    long id = ledger.nextId();
    Operation insert = Operation.insert(engine, id, id % 2 == 0);
    Outcome outcome = attempt(insert);
    if (outcome == Outcome.UNKNOWN) {
      Operation.Look look = new Operation.Look(id);
      attempt(look);
      outcome = look.outcome();
    }
    if (outcome == Outcome.NOT_WRITTEN) {
      outcome = attempt(insert);
    }
    ledger.enter(id, outcome);
    LockSupport.parkNanos(pause.toNanos());
  }

  private Outcome attempt(Operation operation) {
    long startedAt = System.nanoTime();
    callingSince = startedAt;
    Outcome outcome = Outcome.NOT_WRITTEN;
    int server = 0;
    String state = Call.OK;
    try (Connection connection = pool.getConnection()) {
      outcome = Outcome.UNKNOWN;
      server = operation.on(connection);
      outcome = Outcome.ACKNOWLEDGED;
    } catch (SQLException e) {
      // It may be the giving back that failed, after the server's acknowledgement.
      outcome = outcome == Outcome.UNKNOWN ? Outcome.of(e) : outcome;
      state = e.getSQLState() == null ? "none" : e.getSQLState();
    }
    enter(new Call(number, startedAt, System.nanoTime(), server, state));
    return outcome;
  }

  private void enter(Call call) {
    calls.add(call);
    callingSince = null;
    if (call.served()) {
      lastServed = call;
    }
  }

  @Nullable Call lastServed() {
    return lastServed;
  }

  /** All calls that had begun at a time; what had no end then is pending. */
  Stream<Call> calls(long endAt) {
    Long since = callingSince;
    Stream<Call> pending =
        since == null ? Stream.empty() : Stream.of(new Call(number, since, endAt, 0, Call.PENDING));
    return Stream.concat(calls.stream().filter(call -> call.endedAt() <= endAt), pending);
  }
}
