package io.swiveljdbc.benchmarks.outage;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** Takes what pgjdbc says to {@code java.util.logging} to where all other logging goes. */
final class DriverLog extends Handler {
  private DriverLog() {}

  static void redirect() {
    LogManager.getLogManager().reset();
    Logger.getLogger("").addHandler(new DriverLog());
  }

  @Override
  public void publish(LogRecord entry) {
    if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
      LoggerFactory.getLogger(String.valueOf(entry.getLoggerName()))
          .warn(entry.getMessage(), entry.getThrown());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
