from tests.stack.fixtures import new_instance, prepared_data_dir

__all__ = ["new_instance", "prepared_data_dir"]
