package io.swiveljdbc.testkit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How a client logs in: what stands behind the hosts in a URL. */
record Login(String user, @Nullable String password, String database, @Nullable Path certificate) {

  /** Database and parameters, from the slash on. */
  String urlTail() {
    StringBuilder tail = new StringBuilder("/" + encode(database) + "?user=" + encode(user));
    if (password != null) {
      tail.append("&password=").append(encode(password));
    }
    if (certificate != null) {
      tail.append("&sslmode=verify-full&sslrootcert=").append(encode(certificate.toString()));
    }
    return tail.toString();
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return user + "@" + database;
  }
}
