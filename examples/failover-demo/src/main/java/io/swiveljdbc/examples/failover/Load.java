package io.swiveljdbc.examples.failover;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** The threads of all clients. */
final class Load {
  /** Between two transactions of a client, so that 16 of them do not take the whole machine. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** Longer than Swivel waits for a writer, so that whoever waits is told. */
  private static final long LAST_ANSWER_MILLIS = 40_000;

  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean on = true;

  static Load begin(DemoOptions options, DataSource pool, Observed observed) {
    Load load = new Load();
    for (int i = 1; i <= options.threads(); i++) {
      load.add("writing-" + i, new WritingClient(options.engine(), pool, observed));
      load.add("reading-" + i, new ReadingClient(options.engine(), pool, observed));
    }
    load.threads.forEach(Thread::start);
    return load;
  }

  private void add(String name, Runnable transaction) {
    Thread thread = new Thread(() -> repeat(transaction), name);
    thread.setDaemon(true);
    threads.add(thread);
  }

  private void repeat(Runnable transaction) {
    while (on) {
      transaction.run();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Ends when every client has its answer. */
  void end() throws InterruptedException {
    on = false;
    for (Thread thread : threads) {
      thread.join(LAST_ANSWER_MILLIS);
      if (thread.isAlive()) {
        throw new IllegalStateException("the thread " + thread.getName() + " has got no answer");
      }
    }
  }
}
