"""A real DB-GPT worker process with scripted models.

usage: worker.py --controller http://127.0.0.1:8000 [--models NAME[@TYPE] ...] [--port 0]
TYPE is llm (default), text2vec or reranker. The scripts are described in scripts.py.
"""

import worker_process


def main() -> None:
    parser = worker_process.parser()
    parser.add_argument("--models", nargs="+", default=["scripted"])
    parser.add_argument("--concurrency", type=int, help="upstream's default is 5 for an llm")
    parser.add_argument(
        "--blocking", action="store_true", help="models block a thread, as huggingface's do"
    )
    args = parser.parse_args()
    models = []
    for model in args.models:
        name, _, worker_type = model.partition("@")
        models.append((name, worker_type or "llm"))

    if worker_process.is_first_generation():
        from first_generation.processes import run_worker, scripted

        return run_worker(args, [scripted(*model, args.concurrency) for model in models])

    import scripted_model

    scripted_model.ScriptedAdapter.blocking = args.blocking
    deploy = []
    for name, worker_type in models:
        params = {"name": name, "provider": scripted_model.PROVIDER}
        if args.concurrency:
            params["concurrency"] = args.concurrency
        deploy.append((worker_type, params))
    worker_process.run(args, deploy)


if __name__ == "__main__":
    main()
