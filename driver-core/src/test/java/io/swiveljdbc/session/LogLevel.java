package io.swiveljdbc.session;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** The level of a class's log, until this is closed. */
final class LogLevel implements AutoCloseable {

  private final Logger log;
  private final Level before;

  LogLevel(Class<?> of, Level level) {
    log = (Logger) LoggerFactory.getLogger(of);
    before = log.getLevel();
    log.setLevel(level);
  }

  @Override
  public void close() {
    log.setLevel(before);
  }
}
