package io.shortener.retries;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;

/**
 * A request that has a key.
 *
 * @param key what its answer is kept by: a hash of who asks and of what they call it
 * @param fingerprint what has to be the same when it is sent again
 */
record KeyedRequest(String key, String fingerprint) {
  /** The request property that holds it; absent without a key. */
  static final String PROPERTY = KeyedRequest.class.getName();

  /**
   * Names a request.
   *
   * @param requester two of them may use the same key
   */
  static KeyedRequest of(String requester, IdempotencyKey key, String fingerprint) {
    Hasher hash = Hashing.sha256().newHasher();
    Fingerprint.put(hash, requester);
    Fingerprint.put(hash, key.value());
    return new KeyedRequest(hash.hash().toString(), fingerprint);
  }
}
