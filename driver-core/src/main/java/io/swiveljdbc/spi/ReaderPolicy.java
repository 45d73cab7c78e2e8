package io.swiveljdbc.spi;

import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Server;
import java.time.Duration;
import java.util.List;

/**
 * How a reader is chosen among those that are fit, chosen by its name in {@code
 * swivel.readerPolicy}. An application's own is found by {@link java.util.ServiceLoader}. There is
 * one of each in a JVM, asked from any thread, whenever a connection needs a reader: not for each
 * transaction.
 */
public interface ReaderPolicy {

  /** Its name in {@code swivel.readerPolicy}. */
  String name();

  /**
   * The readers in the order in which they are to be tried.
   *
   * @param readers those that are fit, at least one
   * @return all of them, or fewer; an empty answer is taken for all of them as they are
   */
  List<Server> order(List<Server> readers, Load load);

  /**
   * Whether it means to spread connections evenly: then they move to a reader that joined until it
   * has its share.
   */
  default boolean spreads() {
    return true;
  }

  /** What this JVM knows of its readers, over all pools. */
  interface Load {

    /** How many physical connections it has to a server, those just being opened included. */
    int connections(HostAddress server);

    /** How long a server takes to answer a probe, smoothed; zero before the first answer. */
    Duration roundTrip(HostAddress server);
  }
}
