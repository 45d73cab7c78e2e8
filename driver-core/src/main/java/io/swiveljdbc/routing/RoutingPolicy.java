package io.swiveljdbc.routing;

import io.swiveljdbc.spi.ReaderPolicy;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Server;
import java.util.List;

/** From what a transaction needs to the servers that may run it. */
public final class RoutingPolicy {

  private final ServerSelector readWrite;
  private final ServerSelector readOnly;
  private final ServerSelector someReaders;
  private final ServerSelector either;
  private final ServerSelector lastResort;
  private final boolean spreads;

  /**
   * A policy.
   *
   * @param fallback what a read-only transaction does when no reader is fit
   * @param readers how the reader is chosen among those that are
   * @param load what is known of them
   */
  public RoutingPolicy(ReadFallback fallback, ReaderPolicy readers, ReaderPolicy.Load load) {
    spreads = readers.spreads();
    ServerSelector writer = ServerSelector.fit(Role.WRITER);
    ServerSelector fitReaders = ServerSelector.fit(Role.READER);
    ServerSelector ordered =
        topology -> {
          List<Server> fit = fitReaders.select(topology);
          return fit.isEmpty() ? fit : ordered(fit, readers.order(fit, load));
        };
    readWrite = writer;
    lastResort = fallback == ReadFallback.WRITER ? writer : ServerSelector.none();
    someReaders = fitReaders.orElse(lastResort);
    readOnly = ordered.orElse(lastResort);
    either = writer.orElse(ordered);
  }

  /** A policy of somebody's own has no say in which servers are fit. */
  private static List<Server> ordered(List<Server> fit, List<Server> order) {
    List<Server> allowed =
        fit.containsAll(order) ? order : order.stream().filter(fit::contains).toList();
    return allowed.isEmpty() ? fit : allowed;
  }

  /** The servers that may run a transaction of this intent, in no order: asks no policy. */
  public ServerSelector candidates(Intent intent) {
    return intent == Intent.READ_ONLY ? someReaders : readWrite;
  }

  /** The servers that may run a transaction of this intent, in the order of the policy. */
  public ServerSelector selector(Intent intent) {
    return intent == Intent.READ_ONLY ? readOnly : readWrite;
  }

  /** Whether readers are to have equal shares. */
  public boolean spreads() {
    return spreads;
  }

  /** The servers that may run it although its own are fit, since those take no more sessions. */
  public ServerSelector lastResort(Intent intent) {
    return intent == Intent.READ_ONLY ? lastResort : ServerSelector.none();
  }

  /** Any server that can prove a login: the writer, else a reader. */
  public ServerSelector anyServer() {
    return either;
  }
}
