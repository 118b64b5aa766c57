# make run · demo · room · test · faults · check · bench · shots · lock
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
export PYTHONPATH := $(CURDIR)
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: run demo room test faults fuzz check bench bench-room bench-base rehearsal shots lock texts clean help

help:
	@echo "make run    installe, prépare la base et ouvre l’application (http://127.0.0.1:$(PORT))"
	@echo "make demo   la même chose, avec un diagnostic fictif"
	@echo "make room   écoute le réseau : les téléphones d’une salle peuvent rejoindre"
	@echo "make test   tous les tests, dans un vrai navigateur aussi"
	@echo "make faults coupures, disque plein, horloge, sauvegardes (FULL=1 : en entier, une heure)"
	@echo "make fuzz   10 000 entrées hostiles pour chaque lecteur (une heure environ)"
	@echo "make check  format, relecture, types, cloisons, tests"
	@echo "make bench  coûts mesurés à côté de leur plancher"
	@echo "make bench-room  200 et 500 téléphones, le mur, la mémoire (FULL=1 : en entier, plus d’une heure)"
	@echo "make bench-base  une base vide et une base pleine, sur PostgreSQL (FULL=1 : 30 millions de réponses)"
	@echo "make rehearsal   un atelier entier, pannes et abus compris ; le compte rendu à la décimale près"
	@echo "make shots  images de chaque écran dans build/shots"
	@echo "make texts  met à jour le catalogue anglais"
	@echo "make lock   recalcule les versions exactes"

$(BIN)/python:
	@sh tools/make_venv.sh "$(PYTHON)" "$(VENV)"

$(VENV)/.runtime: requirements.txt | $(BIN)/python
	@echo "Installation des bibliothèques (une minute environ la première fois)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $(VENV)/.runtime $@

run: $(VENV)/.runtime
	@$(BIN)/python -m diagnostic migrate
	@echo "Regards croisés : ouvrez http://127.0.0.1:$(PORT) (Ctrl+C pour arrêter)"
	@$(BIN)/streamlit run asgi.py --server.port $(PORT)

demo: export DIAGNOSTIC_DEMO := true
demo: export DIAGNOSTIC_DATABASE := data/demo.sqlite
demo: $(VENV)/.runtime
	@$(BIN)/python -m diagnostic demo
	@echo "Démonstration (données fictives) : ouvrez http://127.0.0.1:$(PORT) (Ctrl+C pour arrêter)"
	@$(BIN)/streamlit run asgi.py --server.port $(PORT)

room: $(VENV)/.runtime
	@$(BIN)/python -m diagnostic migrate
	@$(BIN)/python tools/room.py $(PORT)

test: $(VENV)/.dev
	@sh tools/find_chromium.sh
	@$(BIN)/python -m compileall -q diagnostic tools
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

fuzz: $(VENV)/.dev
	@FULL=1 $(BIN)/python -m pytest tests/hostile -n 2 --dist loadfile --durations=0

faults: $(VENV)/.dev
	@$(BIN)/python -m pytest tests/faults -o python_files='trial_*.py'

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m diagnostic check questionnaires/*-*.yaml references/national-figures.csv references/reading-rules.yaml references/programmes.yaml
	sh tools/texts.sh $(BIN) --check
	$(MAKE) --no-print-directory test

bench: $(VENV)/.dev
	@$(BIN)/python tools/bench.py
	@$(BIN)/python tools/bench_facts.py
	@$(BIN)/python tools/bench_readings.py

bench-room: $(VENV)/.dev
	@$(BIN)/python -m tools.bench_room

bench-base: $(VENV)/.dev
	@$(BIN)/python -m tools.big_base

rehearsal: $(VENV)/.dev
	@sh tools/find_nginx.sh
	@$(BIN)/python -m tools.rehearsal

shots: $(VENV)/.dev
	@sh tools/find_chromium.sh
	@$(BIN)/python tools/shots.py

texts: $(VENV)/.dev
	@sh tools/texts.sh $(BIN)

lock: $(VENV)/.dev
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header --generate-hashes requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header --generate-hashes requirements-postgres.in -o requirements-postgres.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header --generate-hashes requirements-dev.in -o requirements-dev.txt

clean:
	rm -rf build .pytest_cache .mypy_cache .ruff_cache
