package io.swiveljdbc.mysql;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * TLS to a server whose certificate is verified, as the JDK does it, and more strictly where
 * Connector/J is stricter: see {@link Trust}; and a certificate that is for a host must name it
 * among its alternative names. What Connector/J accepts beyond that is refused here.
 */
final class VerifiedTls {

  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  /** Types of names, of {@link X509Certificate#getSubjectAlternativeNames}. */
  private static final Integer DNS_NAME = 2;

  private static final Integer IP_ADDRESS = 7;

  private VerifiedTls() {}

  /**
   * Puts TLS upon a connection.
   *
   * @param identity whether the certificate must be for this host
   * @throws SSLException when the server is not to be trusted, for instance
   * @throws IOException when the connection has failed
   */
  static SSLSocket over(Socket connection, String host, int port, Trust trust, boolean identity)
      throws IOException {
    SSLSocket socket =
        (SSLSocket) context(trust).getSocketFactory().createSocket(connection, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(VERSIONS);
    parameters.setCipherSuites(
        Stream.of(parameters.getCipherSuites())
            .filter(VerifiedTls::isUpToDate)
            .toArray(String[]::new));
    if (identity) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    if (identity) {
      requireNamed(host, (X509Certificate) socket.getSession().getPeerCertificates()[0]);
    }
    return socket;
  }

  /** A new one: with it, each certificate is verified anew. */
  private static SSLContext context(TrustManager trusted) throws SSLException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trusted}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new SSLException(e);
    }
  }

  /** Suites with forward secrecy and authenticated encryption: Connector/J takes all of these. */
  private static boolean isUpToDate(String suite) {
    boolean aead = suite.contains("_GCM_") || suite.contains("_CHACHA20_");
    return aead
        && (suite.startsWith("TLS_AES_")
            || suite.startsWith("TLS_CHACHA20_")
            || suite.startsWith("TLS_ECDHE_"));
  }

  /** The JDK may fall back on the subject's common name. */
  private static void requireNamed(String host, X509Certificate certificate) throws SSLException {
    int dot = host.indexOf('.');
    String anyOfDomain = dot < 0 ? host : "*" + host.substring(dot);
    try {
      for (List<?> name :
          Objects.requireNonNullElse(
              certificate.getSubjectAlternativeNames(), List.<List<?>>of())) {
        Object type = name.get(0);
        String value = String.valueOf(name.get(1));
        if ((DNS_NAME.equals(type)
                && (value.equalsIgnoreCase(host) || value.equalsIgnoreCase(anyOfDomain)))
            || (IP_ADDRESS.equals(type) && value.equalsIgnoreCase(host))) {
          return;
        }
      }
    } catch (CertificateException e) {
      throw new SSLException(e);
    }
    throw new SSLPeerUnverifiedException("the certificate does not name " + host);
  }
}
