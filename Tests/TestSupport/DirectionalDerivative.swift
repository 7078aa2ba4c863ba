/// Returns the derivative of `function` at 0 by central differences with Richardson's correction: the error falls with the
/// fourth power of the step.
public func derivative(at step: Double = 0.01, of function: (Double) throws -> Double) rethrows -> Double {
    let near = (try function(step) - function(-step)) / (2 * step)
    let far = (try function(2 * step) - function(-2 * step)) / (4 * step)
    return (4 * near - far) / 3
}
