package io.swiveljdbc.testing;

import io.swiveljdbc.option.Options;
import io.swiveljdbc.spi.Target;
import io.swiveljdbc.topology.HostAddress;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** Some servers, and the engine that reaches them by name. */
public final class FakeServers {

  private final Map<HostAddress, FakeServer> servers = new LinkedHashMap<>();
  private final FakeEngine engine = new FakeEngine(this);

  /** Servers of one database; the first is its writer of term 1, the others are readers. */
  public static FakeServers of(String... names) {
    FakeServers made = new FakeServers();
    for (String name : names) {
      FakeServer server = new FakeServer(name);
      if (made.servers.isEmpty()) {
        server.becomeWriter(1);
      }
      made.servers.put(server.address(), server);
    }
    return made;
  }

  public FakeServer get(String name) {
    return at(FakeServer.address(name));
  }

  FakeServer at(HostAddress address) {
    FakeServer found = servers.get(address);
    if (found == null) {
      throw new AssertionError("no server is called " + address);
    }
    return found;
  }

  public FakeEngine engine() {
    return engine;
  }

  public Stream<FakeServer> stream() {
    return servers.values().stream();
  }

  /** A target with all servers as seeds. */
  public Target target() {
    return target(Login.GOOD);
  }

  public Target target(Login login) {
    return login.target(List.copyOf(servers.keySet()));
  }

  /** Who logs in. */
  public record Login(String user, String password) {
    public static final Login GOOD = new Login("shop", "s3cret");

    Target target(List<HostAddress> seeds) {
      Properties properties = new Properties();
      properties.setProperty("user", user);
      properties.setProperty("password", password);
      return new Target(seeds, "shop", user, properties);
    }
  }

  /** Options of names and values in turn, without the prefix; quick where nothing is said. */
  public static Options options(String... namesAndValues) {
    Properties properties = new Properties();
    properties.setProperty("swivel.probeInterval", "50ms");
    properties.setProperty("swivel.detection", "400ms");
    properties.setProperty("swivel.failoverTimeout", "10s");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.setProperty("swivel." + namesAndValues[i], namesAndValues[i + 1]);
    }
    try {
      return Options.of(properties);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
