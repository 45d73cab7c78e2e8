package io.swiveljdbc.trial.differential;

import java.sql.Connection;

/**
 * A small program that uses JDBC and says what it observes. It finds a table {@code goods} with a
 * generated key {@code id} and a text {@code name}, which has three rows.
 *
 * @param name what a failing test shows
 * @param options what its URL says besides, as {@code name=value&…}
 * @param reads whether it leaves everything on the server as it was
 * @param body the program
 */
public record Program(String name, String options, boolean reads, Body body) {

  /** What it does. */
  public interface Body {
    void run(Connection connection, Transcript seen) throws Exception;
  }

  /** A program for a URL as it is, which may change what is on the server. */
  public Program(String name, Body body) {
    this(name, "", false, body);
  }

  /** One that changes nothing there. */
  public static Program reading(String name, Body body) {
    return new Program(name, "", true, body);
  }

  /** The same with other options in its URL. */
  public Program with(String others) {
    return new Program(name, others, reads, body);
  }

  @Override
  public String toString() {
    return options.isEmpty() ? name : name + " with " + options;
  }
}
