package io.swiveljdbc.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/** The testkit's threads: daemons with names that say whose they are. */
final class Threads {
  private Threads() {}

  static Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, "swivel-testkit-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Does one thing to each server at the same time; the first failure is thrown, after all. */
  static <S extends LocalServer> void forEach(List<S> servers, Consumer<? super S> action) {
    List<FutureTask<Void>> tasks = new ArrayList<>();
    for (S server : servers) {
      FutureTask<Void> task = new FutureTask<>(() -> action.accept(server), null);
      tasks.add(task);
      start(server.name(), task);
    }
    RuntimeException failure = null;
    for (FutureTask<Void> task : tasks) {
      try {
        task.get();
      } catch (ExecutionException e) {
        failure = failure == null ? asUnchecked(e.getCause()) : failure;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LocalClusterException("interrupted", e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static RuntimeException asUnchecked(Throwable failure) {
    return failure instanceof RuntimeException e
        ? e
        : new LocalClusterException(failure.toString(), failure);
  }
}
