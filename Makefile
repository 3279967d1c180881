# make run, make test, make lint, make bench, make peers, make verify, make pictures, make install PREFIX=/usr/local

PREFIX ?= /usr/local
DESTDIR ?=
# The arguments of the program in `make run`, such as ARGS="lesson backprop".
ARGS ?=
JOBS ?= $(shell nproc)

SWIFT = swift
# With all libraries inside, the program starts three times as fast, and it runs where they are
# not installed.
RELEASE = --configuration release --jobs $(JOBS) --static-swift-stdlib \
  -Xswiftc -static-executable -Xswiftc -use-ld=lld
PROGRAM = .build/release/dlbook

bin = $(DESTDIR)$(PREFIX)/bin
share = $(DESTDIR)$(PREFIX)/share
bash = $(share)/bash-completion/completions/dlbook
zsh = $(share)/zsh/site-functions/_dlbook
fish = $(share)/fish/vendor_completions.d/dlbook.fish
manual = $(share)/man/man1/dlbook.1

export MAKECMDGOALS

.PHONY: run build test lint bench peers verify pictures install uninstall clean

run: build
	@exec $(PROGRAM) $(ARGS)

build:
	@Scripts/packages
	$(SWIFT) build $(RELEASE) --product dlbook

test:
	@Scripts/packages test
	$(SWIFT) test --jobs $(JOBS)

lint:
	$(SWIFT) format lint --strict --recursive Sources Tests Benchmarks Package.swift

# How long the program takes to its first picture, beside vim.
bench: build
	@Scripts/packages test
	cd Benchmarks && DLBOOK=$(abspath $(PROGRAM)) $(SWIFT) run --configuration release startup

# How fast the engine trains beside PyTorch, TensorFlow and JAX, which are installed into
# Benchmarks/.peers at the first time. ARGS="--only cnn-mnist --threads 1" compares less.
peers:
	@Scripts/packages
	cd Benchmarks && $(SWIFT) build --configuration release --product engine-peer
	@Benchmarks/Peers/run.sh Benchmarks/.build/release/engine-peer $(ARGS)

# Whether the networks reach what they should; half an hour.
verify: build
	@Scripts/verify.sh

# The pictures of the documentation.
pictures: build
	@Scripts/pictures.sh

install: build
	install -D --strip --mode 755 $(PROGRAM) $(bin)/dlbook
	rm -rf $(share)/dlbook/Lessons
	mkdir -p $(share)/dlbook
	cp -R Lessons $(share)/dlbook/Lessons
	install -D --mode 644 Documentation/dlbook.1 $(manual)
	mkdir -p $(dir $(bash)) $(dir $(zsh)) $(dir $(fish))
	$(PROGRAM) --generate-completion-script bash > $(bash)
	$(PROGRAM) --generate-completion-script zsh > $(zsh)
	$(PROGRAM) --generate-completion-script fish > $(fish)

uninstall:
	rm -rf $(bin)/dlbook $(share)/dlbook $(manual) $(bash) $(zsh) $(fish)

clean:
	$(SWIFT) package clean
