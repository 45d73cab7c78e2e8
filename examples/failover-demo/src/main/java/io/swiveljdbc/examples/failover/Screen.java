package io.swiveljdbc.examples.failover;

import java.io.PrintStream;

/** Where lines are shown, by several threads. */
final class Screen {
  private final PrintStream out;
  private volatile boolean silent;

  Screen(PrintStream out) {
    this.out = out;
  }

  void line(String text) {
    if (!silent) {
      out.println(text);
    }
  }

  /** Shows nothing more: whoever pressed Ctrl-C does not want to see the clients fail. */
  void fallSilent() {
    silent = true;
  }
}
