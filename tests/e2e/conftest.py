from tests.stack.fixtures import prepared_data_dir

__all__ = ["prepared_data_dir"]
