package io.swiveljdbc.cluster;

/** A thread that keeps no process alive. */
final class DaemonThread {

  private DaemonThread() {}

  /** Starts one. */
  static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
