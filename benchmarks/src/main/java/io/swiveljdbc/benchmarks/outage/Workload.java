package io.swiveljdbc.benchmarks.outage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** The application's threads. */
final class Workload {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Ledger ledger = new Ledger();
  private final List<Worker> workers;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean on = true;

  private Workload(Engine engine, DataSource pool, int size, Duration pause) {
    workers =
        IntStream.range(0, size).mapToObj(i -> new Worker(i, engine, pool, pause, ledger)).toList();
  }

  static Workload begin(
      Engine engine, DataSource pool, int size, Duration pause, Consumer<Worker> deed) {
    Workload workload = new Workload(engine, pool, size, pause);
    for (Worker worker : workload.workers) {
      Thread thread = new Thread(() -> workload.repeat(worker, deed), "worker");
      thread.setDaemon(true);
      workload.threads.add(thread);
    }
    workload.threads.forEach(Thread::start);
    return workload;
  }

  private void repeat(Worker worker, Consumer<Worker> deed) {
    while (on) {
      deed.accept(worker);
    }
  }

  /**
   * Returns when every thread has been served by the cluster as it is now, or the bound is over.
   */
  void awaitServed(Strike strike, Duration bound) {
    long end = strike.at() + bound.toNanos();
    while (!allServed(strike) && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private boolean allServed(Strike strike) {
    return workers.stream()
        .map(Worker::lastServed)
        .allMatch(call -> call != null && strike.served(call));
  }

  List<Call> calls(long endAt) {
    return workers.stream().flatMap(worker -> worker.calls(endAt)).toList();
  }

  void stop() {
    on = false;
  }

  /** Returns when every thread has come to its end. */
  void join(Duration bound) throws InterruptedException {
    long end = System.nanoTime() + bound.toNanos();
    for (Thread thread : threads) {
      thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
      if (thread.isAlive()) {
        throw new IllegalStateException("a thread has got no answer, " + bound + " after healing");
      }
    }
  }

  Ledger ledger() {
    return ledger;
  }
}
