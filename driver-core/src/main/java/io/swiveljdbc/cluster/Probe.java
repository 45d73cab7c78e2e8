package io.swiveljdbc.cluster;

import io.swiveljdbc.spi.Discovery;
import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.spi.Wire;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Observation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection that asks one server what it is. */
final class Probe implements AutoCloseable {

  private final Engine engine;
  private final Prober prober;
  private final HostAddress address;
  private final Connection connection;
  private final Wire wire;
  private Discovery.@Nullable Question question;

  Probe(Engine engine, Prober prober, HostAddress address, Connection connection, Wire wire) {
    this.engine = engine;
    this.prober = prober;
    this.address = address;
    this.connection = connection;
    this.wire = wire;
  }

  /** Asks once; the wire bounds the wait for the answer. */
  Observation ask() throws SQLException {
    if (question == null) {
      question = prober.discovery(connection).question(connection, address);
    }
    return question.ask();
  }

  /** What another thread hears from now on ends the next wait, even before it has begun. */
  void beforeWatching() {
    wire.markHeard();
  }

  /** Waits in the socket, so that the server's end is noticed at once. */
  boolean watch(Duration atMost) throws SQLException {
    return engine.watch(connection, wire, atMost);
  }

  /** Ends whatever waits in it. */
  void abort() {
    wire.abort();
  }

  /** Ends the session politely; a server that does not listen is not waited for. */
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // Nothing is lost with a probe.
    } finally {
      wire.abort();
    }
  }
}
