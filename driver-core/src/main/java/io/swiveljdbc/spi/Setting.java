package io.swiveljdbc.spi;

/**
 * Something that SQL text set for a session, and what repeats it in another one.
 *
 * @param name of the setting, as the server spells it
 * @param assign the SQL text that sets it to the same value
 * @param reset the SQL text that gives it back the value that a new session has; empty where there
 *     is none, so that a session which has it is of no use to others
 * @param covers what of JDBC's own settings it stands for
 */
public record Setting(String name, String assign, String reset, Covers covers) {

  /** A setting of JDBC's that SQL text can change too; the later of the two counts. */
  public enum Covers {
    NOTHING,
    /** {@link java.sql.Connection#setSchema}. */
    SCHEMA,
    /** {@link java.sql.Connection#setTransactionIsolation}. */
    ISOLATION,
    /** {@link java.sql.Connection#setClientInfo(java.util.Properties)}. */
    CLIENT_INFO,
    /** Whether the session is read-only: a connection to a reader stays what it is. */
    READ_ONLY
  }
}
