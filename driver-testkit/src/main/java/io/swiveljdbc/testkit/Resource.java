package io.swiveljdbc.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A text in the testkit's jar. */
final class Resource {
  private Resource() {}

  static String text(String name) throws IOException {
    try (InputStream stream = Resource.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IOException(name + " is missing from the testkit's jar");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
