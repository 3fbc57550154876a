package com.mas.domain.learning.credential;

import com.mas.outbound.ipfs.IpfsClient;
import com.mas.outbound.s3.S3Client;
import com.mas.outbound.s3.S3Client.Head;
import com.mas.proof.Car;
import com.mas.proof.Cid;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Keeps certificates outside this server, under the names of their bytes. All of it may be repeated. */
interface ContentStore {
  /** Returns how people know the place; another place has another name. */
  String place();

  /** Keeps a file; completes with the name that the place gives it, or with nothing while it has given none. */
  Future<Optional<String>> put(UUID credential, byte[] file);

  /** Completes with the name of what the place has of a credential; with nothing when it has nothing. */
  Future<Optional<String>> find(UUID credential, String cid);

  /** Removes a file, if it is there. */
  Future<Void> remove(UUID credential, String cid);

  /** Uses a bucket of Filebase, which tells the name in a header. A file goes there packed, so the name is ours. */
  record Filebase(S3Client client, String place) implements ContentStore {
    private static final String NAME = "x-amz-meta-cid";
    private static final Map<String, String> UNPACKED = Map.of("import", "car");

    private static String key(UUID credential) {
      return "credentials/" + credential + ".pdf";
    }

    private static Optional<String> name(Head head) {
      return Optional.of(head.header(NAME)).filter(cid -> !cid.isEmpty());
    }

    @Override
    public Future<Optional<String>> put(UUID credential, byte[] file) {
      return client.put(key(credential), Car.of(file), "application/vnd.ipld.car", UNPACKED)
          .compose(head -> name(head).isPresent() ? Future.succeededFuture(name(head)) : find(credential, null));
    }

    @Override
    public Future<Optional<String>> find(UUID credential, String cid) {
      return client.head(key(credential)).map(head -> head.flatMap(Filebase::name));
    }

    @Override
    public Future<Void> remove(UUID credential, String cid) {
      return client.delete(key(credential));
    }
  }

  /** Uses a node of IPFS, which is asked for the bytes themselves. */
  record Ipfs(IpfsClient client, String place) implements ContentStore {
    @Override
    public Future<Optional<String>> put(UUID credential, byte[] file) {
      return client.add(credential + ".pdf", file, "application/pdf").map(Optional::of);
    }

    @Override
    public Future<Optional<String>> find(UUID credential, String cid) {
      return client.pinned(cid).map(file -> file.map(Cid::of));
    }

    @Override
    public Future<Void> remove(UUID credential, String cid) {
      return client.unpin(cid);
    }
  }
}
