/** How the pack is verified: by us, by others, by hand. `first`: the index of a leaf to show it with. */
export function verifyPage(
  first: number | undefined,
  paths: { readonly leafPath: (index: number) => string; readonly proofPath: (index: number) => string },
): string {
  const index = first ?? 0;
  const [leaf, proof] = [paths.leafPath(index), paths.proofPath(index)];
  return `# How to verify this · 如何核验

\`keys\` holds the public key that signed \`checkpoint\`. **Compare it with the one that was handed out to you elsewhere**: whoever makes up
a pack makes up a key. 请先将 \`keys\` 与另行取得的公钥比对；公钥若未比对，签名不说明任何问题。

## With hezhang · 用本程序

    npm run verify -- --bundle FILE.zip --key KEPT.key

No server, no network. It ends with 0 and \`nothing is wrong\`, or names every defect. 无需服务器与网络。

## With Go's x/mod/sumdb · 用 Go

\`note.Open\` opens \`checkpoint\` with the key. Its text is origin, size, root. For each event
\`tlog.CheckRecord(proof, size, root, index, tlog.RecordHash(leaf))\` with \`proofs/*.json\` (index, size, proof in base64) and the bytes of
\`events/*.leaf\`.

## By hand · 手工

Digests of all files stand in \`manifest.json\`: \`sha256sum ${leaf}\`.

The signature (Ed25519 over the text of \`checkpoint\` up to and including the line feed before the empty line):

    sed '/^$/,$d' checkpoint > text
    { printf '\\060\\052\\060\\005\\006\\003\\053\\145\\160\\003\\041\\000'; head -n 1 keys | sed 's/^[^+]*+[^+]*+//' | base64 -d | tail -c 32; } > key.der
    openssl pkey -pubin -inform DER -in key.der -out key.pem
    sed -n '/^— /{s/.* //p;q}' checkpoint | base64 -d | tail -c 64 > signature
    openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in text -sigfile signature

A leaf's hash is SHA-256(0x00 ‖ leaf): \`{ printf '\\000'; cat ${leaf}; } | sha256sum\`. Joined with the hashes of
\`${proof}\`, SHA-256(0x01 ‖ left ‖ right), it comes to the root on the third line of \`checkpoint\` (RFC 9162, 2.1.3.2).

A leaf is ten fields, each behind its length (4 bytes, big-endian): \`hezhang-event-v1\`, position, stream, revision, id, type, content type,
instant recorded, metadata (JSON), data (JSON). \`data.entries\` are the entries: \`explanation.json\` sums their lines, debit positive, 分.
A notice in \`notices/\` has the SHA-256 that \`metadata.notice.digest\` of its event says.
`;
}
