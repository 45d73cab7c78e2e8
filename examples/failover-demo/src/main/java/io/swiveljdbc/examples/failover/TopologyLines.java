package io.swiveljdbc.examples.failover;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/** Puts what Swivel logs of its topology on the timeline. */
final class TopologyLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Timeline timeline;
  private final ServerNames names;
  private final Logger logger;

  private TopologyLines(Timeline timeline, ServerNames names, Logger logger) {
    this.timeline = timeline;
    this.names = names;
    this.logger = logger;
  }

  static TopologyLines to(Timeline timeline, ServerNames names) {
    LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger logger = logging.getLogger("io.swiveljdbc.topology");
    TopologyLines lines = new TopologyLines(timeline, names, logger);
    lines.setContext(logging);
    lines.start();
    logger.addAppender(lines);
    return lines;
  }

  @Override
  protected void append(ILoggingEvent event) {
    // There is one cluster here: its list of seeds, in front, says nothing.
    String text = event.getFormattedMessage().replaceFirst("^cluster \\[[^]]*]: ", "");
    timeline.seen(names.in(text));
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    stop();
  }
}
