package io.swiveljdbc.testkit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a client logs in: all of a URL but the hosts. */
record Login(
    String subprotocol,
    String user,
    @Nullable String password,
    String database,
    Map<String, String> parameters) {

  /** For the database's own driver. */
  String jdbcUrl(String hosts) {
    return "jdbc:" + subprotocol + "://" + hosts + urlTail();
  }

  String swivelUrl(String hosts) {
    return "jdbc:swivel:" + subprotocol + "://" + hosts + urlTail();
  }

  /** Database and parameters, from the slash on. */
  private String urlTail() {
    StringBuilder tail = new StringBuilder("/" + encode(database) + "?user=" + encode(user));
    if (password != null) {
      tail.append("&password=").append(encode(password));
    }
    return tail
        + parameters.entrySet().stream()
            .map(entry -> "&" + entry.getKey() + "=" + encode(entry.getValue()))
            .collect(Collectors.joining());
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return user + "@" + database;
  }
}
