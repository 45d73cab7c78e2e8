package io.swiveljdbc.mysql;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whom one trusts.
 *
 * @param manager the JDK's, which verifies a server in the handshake
 * @param anchors the certificates with which a chain may end
 * @param until when one of these is not valid any more
 */
record Trust(TrustManager manager, KeyStore anchors, Instant until) {

  static Trust in(KeyStore anchors, Instant until) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    return new Trust(factory.getTrustManagers()[0], anchors, until);
  }

  /**
   * Verifies a chain of certificates just as it was sent, as Connector/J does too: the JDK's
   * manager looks for a part of it that will do, and asks nothing of a certificate that is trusted
   * itself.
   *
   * @throws GeneralSecurityException when it is not to be trusted
   */
  void requireTrusted(List<X509Certificate> chain) throws GeneralSecurityException {
    for (X509Certificate certificate : chain) {
      certificate.checkValidity();
    }
    CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
    PKIXParameters parameters = new PKIXParameters(anchors);
    parameters.setRevocationEnabled(false);
    CertPathValidator.getInstance("PKIX").validate(path, parameters);
  }
}
