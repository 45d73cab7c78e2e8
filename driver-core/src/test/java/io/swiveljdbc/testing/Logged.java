package io.swiveljdbc.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a class logs from this level on, and nowhere else, until this is closed. */
public final class Logged implements AutoCloseable {

  private final Logger log;
  private final Level before;
  private final ListAppender<ILoggingEvent> kept = new ListAppender<>();

  public Logged(Class<?> of, Level level) {
    log = (Logger) LoggerFactory.getLogger(of);
    before = log.getLevel();
    kept.start();
    log.addAppender(kept);
    log.setAdditive(false);
    log.setLevel(level);
  }

  /** In order. */
  public List<ILoggingEvent> events() {
    return List.copyOf(kept.list);
  }

  @Override
  public void close() {
    log.setLevel(before);
    log.setAdditive(true);
    log.detachAppender(kept);
  }
}
