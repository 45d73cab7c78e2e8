package io.swiveljdbc.mysql;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file that says which servers are trusted, where a URL names one and has no other wish for
 * TLS.
 *
 * @param file where it lies
 * @param type such as JKS or PKCS12
 * @param password null for none
 * @param identity whether a server's certificate must be for its host
 */
record TrustStore(Path file, String type, @Nullable String password, boolean identity) {

  private static final String URL = "trustcertificatekeystoreurl";
  private static final String TYPE = "trustcertificatekeystoretype";
  private static final String PASSWORD = "trustcertificatekeystorepassword";
  private static final String MODE = "sslmode";
  private static final Set<String> UNDERSTOOD = Set.of(URL, TYPE, PASSWORD, MODE);

  /** What may be a wish for TLS, by any name that Connector/J has for it, or will have. */
  private static final Pattern ABOUT_TLS =
      Pattern.compile("ssl|tls|cipher|certificate|keystore|truststore|keymanager|provider|fips");

  /** The one that these properties of Connector/J name, if they ask for nothing else. */
  static @Nullable TrustStore of(Map<String, String> properties) {
    Map<String, String> wishes = new HashMap<>();
    properties.forEach((name, value) -> wishes.put(name.toLowerCase(Locale.ROOT), value));
    wishes.keySet().removeIf(name -> !ABOUT_TLS.matcher(name).find());
    String mode = wishes.getOrDefault(MODE, "").toUpperCase(Locale.ROOT);
    boolean identity = mode.equals("VERIFY_IDENTITY");
    boolean understood =
        UNDERSTOOD.containsAll(wishes.keySet())
            && (identity || mode.equals("VERIFY_CA"))
            && System.getProperty("javax.net.ssl.keyStore") == null;
    @Nullable Path file = understood ? file(wishes.getOrDefault(URL, "")) : null;
    return file == null
        ? null
        : new TrustStore(file, wishes.getOrDefault(TYPE, "JKS"), wishes.get(PASSWORD), identity);
  }

  private static @Nullable Path file(String url) {
    try {
      URI uri = URI.create(url);
      return "file".equals(uri.getScheme()) ? Path.of(uri) : null;
    } catch (IllegalArgumentException e) {
      return null; // Connector/J may know what it is
    }
  }

  /**
   * Reads it, without the certificates that are not valid now.
   *
   * @return the store, and the moment from which another of its certificates is not valid any more
   */
  Content read() throws IOException, GeneralSecurityException {
    KeyStore read = KeyStore.getInstance(type);
    try (InputStream in = Files.newInputStream(file)) {
      read.load(in, password == null ? null : password.toCharArray());
    }
    Instant now = Instant.now();
    Instant until = Instant.MAX;
    for (String alias : Collections.list(read.aliases())) {
      if (read.getCertificate(alias) instanceof X509Certificate certificate) {
        Instant end = certificate.getNotAfter().toInstant();
        if (end.isBefore(now) || certificate.getNotBefore().toInstant().isAfter(now)) {
          read.deleteEntry(alias);
        } else if (end.isBefore(until)) {
          until = end;
        }
      }
    }
    return new Content(read, until);
  }

  record Content(KeyStore certificates, Instant until) {}

  /** Without the password. */
  @Override
  public String toString() {
    return file.toString();
  }
}
