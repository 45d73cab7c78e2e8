package io.swiveljdbc.behaviour.bank;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Keeps what driver and testkit log during a run, in a file of its own; {@code -Dbank.log=DEBUG}
 * keeps more.
 */
final class Diary implements AutoCloseable {
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger logger = context.getLogger("io.swiveljdbc");
  private final Level levelBefore = logger.getLevel();
  private final boolean additiveBefore = logger.isAdditive();
  private final FileAppender<ILoggingEvent> file = new FileAppender<>();

  Diary(Path path) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level [%thread] %logger{20} - %msg%n");
    encoder.start();
    file.setContext(context);
    file.setFile(path.toString());
    file.setAppend(false);
    file.setEncoder(encoder);
    file.start();
    logger.setLevel(Level.toLevel(System.getProperty("bank.log"), Level.INFO));
    logger.setAdditive(false);
    logger.addAppender(file);
  }

  @Override
  public String toString() {
    return file.getFile();
  }

  @Override
  public void close() {
    logger.detachAppender(file);
    logger.setAdditive(additiveBefore);
    logger.setLevel(levelBefore);
    file.stop();
  }
}
