package io.swiveljdbc.mysql;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
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
 * @param type JKS or PKCS12
 * @param password null for none
 * @param identity whether a server's certificate must be for its host
 */
record TrustStore(Path file, String type, @Nullable String password, boolean identity) {

  private static final String URL = "trustcertificatekeystoreurl";
  private static final String TYPE = "trustcertificatekeystoretype";
  private static final String PASSWORD = "trustcertificatekeystorepassword";
  private static final String MODE = "sslmode";
  private static final Set<String> UNDERSTOOD = Set.of(URL, TYPE, PASSWORD, MODE);

  /** Two slashes begin a host's name on some systems, which Connector/J refuses on all. */
  private static final Pattern LOCAL_PATH = Pattern.compile("/[^/\\\\].*");

  /** Types that hold what is in the file, and not what the system or a device has. */
  private static final Set<String> FILES = Set.of("JKS", "PKCS12");

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
    String type = wishes.getOrDefault(TYPE, "JKS").toUpperCase(Locale.ROOT);
    @Nullable Path file =
        understood && FILES.contains(type) ? file(wishes.getOrDefault(URL, "")) : null;
    return file == null ? null : new TrustStore(file, type, wishes.get(PASSWORD), identity);
  }

  private static @Nullable Path file(String url) {
    try {
      URI uri = URI.create(url);
      boolean local =
          "file".equals(uri.getScheme())
              && uri.getRawAuthority() == null
              && LOCAL_PATH.matcher(String.valueOf(uri.getPath())).matches();
      return local ? Path.of(uri) : null;
    } catch (IllegalArgumentException e) {
      return null; // Connector/J may know what it is
    }
  }

  /**
   * Opens it, without the certificates that are not valid now.
   *
   * @param content of the file
   */
  Trust open(byte[] content) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(type);
    store.load(new ByteArrayInputStream(content), password == null ? null : password.toCharArray());
    KeyStore valid = KeyStore.getInstance("PKCS12");
    valid.load(null, null);
    Instant now = Instant.now();
    Instant until = Instant.MAX;
    for (String alias : Collections.list(store.aliases())) {
      if (store.getCertificate(alias) instanceof X509Certificate certificate) {
        Instant end = certificate.getNotAfter().toInstant();
        if (end.isAfter(now) && !certificate.getNotBefore().toInstant().isAfter(now)) {
          valid.setCertificateEntry(alias, certificate);
          until = end.isBefore(until) ? end : until;
        }
      }
    }
    return Trust.in(valid, until);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return file.toString();
  }
}
