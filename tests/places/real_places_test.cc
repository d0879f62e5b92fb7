int x_unused_;
