// Checks a log by means that Hezhang did not write: golang.org/x/mod/sumdb/note and tlog.
//
//	verifier <file>
//	verifier pack <evidence pack> <public key>
//
// The file is JSON: public keys, an older checkpoint, a newer one, the proof between them, leaves with their proofs, and
// the tiles of the newer tree by their paths. Of an evidence pack, every leaf is held against its checkpoint. Prints "verified"; anything else ends with 1 and says why.
package main

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type evidence struct {
	Keys        []string
	Older       string
	Newer       string
	Consistency [][]byte
	Inclusions  []struct {
		Index int64
		Leaf  []byte
		Proof [][]byte
	}
	Tiles map[string][]byte
}

func main() {
	if err := judge(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("verified")
}

func judge(words []string) error {
	if words[0] == "pack" {
		return checkPack(words[1], words[2])
	}
	return check(words[0])
}

// Every leaf of a pack, by its proof, against the checkpoint in it; digests of all files against the manifest.
func checkPack(file string, key string) error {
	archive, err := zip.OpenReader(file)
	if err != nil {
		return err
	}
	defer archive.Close()
	files := map[string][]byte{}
	for _, one := range archive.File {
		reader, err := one.Open()
		if err != nil {
			return err
		}
		if files[one.Name], err = io.ReadAll(reader); err != nil {
			return fmt.Errorf("%s: %w", one.Name, err)
		}
	}
	tree, err := open(string(files["checkpoint"]), []string{key})
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	var manifest struct {
		Files []struct{ Path, Sha256 string }
	}
	if err := json.Unmarshal(files["manifest.json"], &manifest); err != nil {
		return err
	}
	if len(manifest.Files) != len(files)-1 {
		return fmt.Errorf("%d files, %d in the manifest", len(files), len(manifest.Files))
	}
	leaves := 0
	for _, one := range manifest.Files {
		if digest := sha256.Sum256(files[one.Path]); hex.EncodeToString(digest[:]) != one.Sha256 {
			return fmt.Errorf("%s has another digest", one.Path)
		}
		if !strings.HasSuffix(one.Path, ".leaf") {
			continue
		}
		name := strings.TrimSuffix(strings.TrimPrefix(one.Path, "events/"), ".leaf")
		leaves++
		var proof struct {
			Index, Size int64
			Proof       [][]byte
		}
		if err := json.Unmarshal(files["proofs/"+name+".json"], &proof); err != nil {
			return err
		}
		leaf := tlog.RecordHash(files[one.Path])
		if err := tlog.CheckRecord(tlog.RecordProof(hashes(proof.Proof)), tree.N, tree.Hash, proof.Index, leaf); err != nil {
			return fmt.Errorf("leaf %s: %w", name, err)
		}
	}
	if leaves == 0 {
		return fmt.Errorf("no leaves")
	}
	return nil
}

func check(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var given evidence
	if err := json.Unmarshal(text, &given); err != nil {
		return err
	}
	older, err := open(given.Older, given.Keys)
	if err != nil {
		return fmt.Errorf("older checkpoint: %w", err)
	}
	newer, err := open(given.Newer, given.Keys)
	if err != nil {
		return fmt.Errorf("newer checkpoint: %w", err)
	}
	if err := tlog.CheckTree(tlog.TreeProof(hashes(given.Consistency)), newer.N, newer.Hash, older.N, older.Hash); err != nil {
		return fmt.Errorf("consistency: %w", err)
	}
	tiles := tlog.TileHashReader(newer, reader(given.Tiles))
	for _, one := range given.Inclusions {
		leaf := tlog.RecordHash(one.Leaf)
		if err := tlog.CheckRecord(tlog.RecordProof(hashes(one.Proof)), newer.N, newer.Hash, one.Index, leaf); err != nil {
			return fmt.Errorf("leaf %d: %w", one.Index, err)
		}
		stored, err := tiles.ReadHashes([]int64{tlog.StoredHashIndex(0, one.Index)})
		if err != nil {
			return fmt.Errorf("tile of leaf %d: %w", one.Index, err)
		}
		if stored[0] != leaf {
			return fmt.Errorf("tile of leaf %d has another hash", one.Index)
		}
	}
	return nil
}

// Opens a checkpoint: origin, size and root in base64.
func open(text string, keys []string) (tlog.Tree, error) {
	var known []note.Verifier
	for _, key := range keys {
		verifier, err := note.NewVerifier(key)
		if err != nil {
			return tlog.Tree{}, err
		}
		known = append(known, verifier)
	}
	opened, err := note.Open([]byte(text), note.VerifierList(known...))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != opened.Sigs[0].Name {
		return tlog.Tree{}, fmt.Errorf("not a checkpoint of its signer: %q", opened.Text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

func hashes(all [][]byte) []tlog.Hash {
	found := make([]tlog.Hash, len(all))
	for at, one := range all {
		copy(found[at][:], one)
	}
	return found
}

// Tiles by the paths of C2SP tlog-tiles, which leave out the height of eight.
type reader map[string][]byte

func (r reader) Height() int                         { return 8 }
func (r reader) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (r reader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range tiles {
		path := strings.TrimPrefix(tile.Path(), "tile/8/")
		bytes, there := r[path]
		if !there {
			return nil, fmt.Errorf("no tile %s", path)
		}
		data = append(data, bytes)
	}
	return data, nil
}
