package io.swiveljdbc.routing;

import io.swiveljdbc.spi.ReaderPolicy;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Server;
import java.util.List;

/** From what a transaction needs to the servers that may run it. */
public final class RoutingPolicy {

  private final ServerSelector readWrite;
  private final ServerSelector readOnly;
  private final ServerSelector either;
  private final ServerSelector lastResort;

  /**
   * A policy.
   *
   * @param fallback what a read-only transaction does when no reader is fit
   * @param readers how the reader is chosen among those that are
   * @param load what is known of them
   */
  public RoutingPolicy(ReadFallback fallback, ReaderPolicy readers, ReaderPolicy.Load load) {
    ServerSelector writer = ServerSelector.fit(Role.WRITER);
    ServerSelector fitReaders = ServerSelector.fit(Role.READER);
    ServerSelector ordered =
        topology -> {
          List<Server> fit = fitReaders.select(topology);
          return fit.isEmpty() ? fit : readers.order(fit, load);
        };
    readWrite = writer;
    lastResort = fallback == ReadFallback.WRITER ? writer : ServerSelector.none();
    readOnly = ordered.orElse(lastResort);
    either = writer.orElse(ordered);
  }

  /** The servers that may run a transaction of this intent. */
  public ServerSelector selector(Intent intent) {
    return intent == Intent.READ_ONLY ? readOnly : readWrite;
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
