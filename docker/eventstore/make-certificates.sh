#!/bin/bash
# An authority and a certificate for each node; what is there stays. Nodes run as user 1000 and may read their keys; the
# servers get the folder /trusted alone, which holds no key.
set -eu
cd /certificates
if [ ! -f ca/ca.key ]; then es-gencert-cli create-ca -out ./ca; fi
for node in eventstore1 eventstore2 eventstore3; do
  if [ -f "$node/node.key" ]; then continue; fi
  es-gencert-cli create-node -ca-certificate ./ca/ca.crt -ca-key ./ca/ca.key -out "./$node" \
    -ip-addresses 127.0.0.1 -dns-names "localhost,$node"
  chown -R 1000:1000 "$node"
  chmod 0500 "$node"
  chmod 0400 "$node/node.key" "$node/node.crt"
done
chmod 0700 ca
cp ca/ca.crt /trusted/ca.crt
chmod 0755 /trusted
chmod 0444 /trusted/ca.crt
