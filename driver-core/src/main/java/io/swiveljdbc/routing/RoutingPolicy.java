package io.swiveljdbc.routing;

import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Role;
import java.util.function.ToIntFunction;

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
   * @param connections how many connections to a server are in use now
   */
  public RoutingPolicy(ReadFallback fallback, ToIntFunction<HostAddress> connections) {
    ServerSelector writer = ServerSelector.fit(Role.WRITER);
    ServerSelector readers = new LeastBusy(ServerSelector.fit(Role.READER), connections);
    readWrite = writer;
    lastResort = fallback == ReadFallback.WRITER ? writer : ServerSelector.none();
    readOnly = readers.orElse(lastResort);
    either = writer.orElse(readers);
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
