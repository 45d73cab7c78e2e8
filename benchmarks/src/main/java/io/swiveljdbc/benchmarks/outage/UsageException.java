package io.swiveljdbc.benchmarks.outage;

/** What was asked for cannot be understood; the message says it in one sentence. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message + "; see benchmarks/outage --help");
  }
}
